{{/* A pod by name: who it runs as, what it may write, where it lands. Containers are the caller's. */}}
{{- define "service.pod" -}}
serviceAccountName: {{ . }}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: {app.kubernetes.io/name: {{ $ }}}}
  {{- end }}
volumes:
  - name: tmp # the one place that can be written: metrics' files, nginx's bodies
    emptyDir: {medium: Memory, sizeLimit: 128Mi}
{{- end }}

{{/* The container that runs our image with a command. */}}
{{- define "service.container" -}}
image: {{ include "service.image" . }}
imagePullPolicy: IfNotPresent
env:
  {{- range $name, $value := merge dict .Values.env .Values.global.env }}
  - {name: {{ $name }}, value: {{ $value | quote }}}
  {{- end }}
  {{- range .Values.secrets.keys }}
  - name: {{ . }}
    valueFrom: {secretKeyRef: {name: {{ $.Values.secrets.from }}, key: {{ . }}}}
  {{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources: {{- toYaml .Values.resources | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{/* The question of a probe: over HTTP, or a command. */}}
{{- define "service.question" -}}
{{- if .command -}}
exec: {command: {{ toJson .command }}}
{{- else -}}
httpGet: {path: {{ .path }}, port: {{ .port }}}
{{- end }}
{{- end }}
