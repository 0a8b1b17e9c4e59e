{{/* What a pod of this release may call: names are resolved, its neighbours and what is outside reached, nothing else. */}}
{{- define "service.egress" -}}
- to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]
  ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
{{- range $name, $port := .Values.network.calls }}
- to: [{podSelector: {matchLabels: {app.kubernetes.io/name: {{ $name }}}}}]
  ports: [{protocol: TCP, port: {{ $port }}}]
{{- end }}
{{- range .Values.network.reaches }}
{{- $there := get $.Values.global.outside . | required (printf "global.outside.%s: where is it?" .) }}
- to: [{ipBlock: {cidr: {{ $there.cidr }}}}]
  ports: [{protocol: TCP, port: {{ $there.port }}{{ with $there.endPort }}, endPort: {{ . }}{{ end }}}]
{{- end }}
{{- end }}
