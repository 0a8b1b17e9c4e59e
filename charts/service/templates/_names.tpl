{{- define "service.selector" -}}
app.kubernetes.io/name: {{ .Values.name }}
{{- end }}

{{- define "service.labels" -}}
{{ include "service.selector" . }}
app.kubernetes.io/component: {{ .Values.kind }}
app.kubernetes.io/part-of: ms-commerce
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* Pods are named by the digest of their image, never by a tag that could move. */}}
{{- define "service.image" -}}
{{- $digest := get .Values.global.images .Values.image | required (printf "global.images.%s: which digest? (ci/deploy says it)" .Values.image) -}}
{{ .Values.global.registry }}/{{ .Values.image }}@{{ $digest }}
{{- end }}
