{{- define "dashqueue.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "dashqueue.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "dashqueue.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "dashqueue.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "dashqueue.serviceAccountName" -}}
{{- default (include "dashqueue.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{/* Takes a list of the root context and the name of an app. */}}
{{- define "dashqueue.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "dashqueue.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "dashqueue.labels" -}}
{{- $root := index . 0 -}}
{{ include "dashqueue.selector" . }}
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version }}
{{- end -}}

{{/* The variables of an app that come from the Secret. No other app gets them. */}}
{{- define "dashqueue.secrets" -}}
{{- $storage := list "AWS_ACCESS_KEY_ID" "AWS_SECRET_ACCESS_KEY" "AWS_SESSION_TOKEN" -}}
{{- $callers := list "CALLBACK_TOKEN" "WEBHOOK_SECRET" "WEBHOOK_SECRETS_KEY" "HTTP_PROXY" "HTTPS_PROXY" -}}
{{- $own := dict
  "producer" (concat (list "PRODUCER_TOKENS" "ADMIN_TOKENS" "FILE_LINK_SECRET") $callers)
  "worker" (concat (list "DASHSCOPE_API_KEY" "DASHSCOPE_ACCOUNTS") $callers)
  "dashboard" (list "DASHBOARD_PASSWORD" "DASHBOARD_USERS") -}}
{{- concat (list "REDIS_URL") (get $own .) $storage (list "OTEL_EXPORTER_OTLP_HEADERS") | join "," -}}
{{- end -}}

{{/* The pod of an app. Takes a dict: root, app, port, drainSeconds. */}}
{{- define "dashqueue.pod" -}}
{{- $root := .root -}}
{{- $values := get $root.Values .app -}}
{{- $env := merge (deepCopy $values.env) $root.Values.env -}}
{{- $archive := $env.ARCHIVE_URL | default "" -}}
{{- if and (not $root.Values.archive.existingClaim) (not (hasPrefix "s3:" $archive)) -}}
{{- fail "set env.ARCHIVE_URL to s3://<bucket>/<prefix>, or archive.existingClaim to a claim that all pods can mount" -}}
{{- end -}}
{{- $graceMs := $env.SHUTDOWN_GRACE_MS | default "25000" | int -}}
metadata:
  labels:
    {{- include "dashqueue.labels" (list $root .app) | nindent 4 }}
    {{- with $root.Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: {{ .port | quote }}
    {{- with $root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "dashqueue.serviceAccountName" $root }}
  automountServiceAccountToken: false
  # Kubernetes would set variables such as PRODUCER_PORT for a Service of that name.
  enableServiceLinks: false
  # The app exits within SHUTDOWN_GRACE_MS after the requests in flight had time to arrive.
  terminationGracePeriodSeconds: {{ add (div (add $graceMs 999) 1000) .drainSeconds 10 }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    seccompProfile:
      type: RuntimeDefault
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .app }}
      image: "{{ $root.Values.image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      command: [node, apps/{{ .app }}/src/main.ts]
      ports:
        - name: http
          containerPort: {{ .port }}
      env:
        - name: HOST
          value: 0.0.0.0
        {{- range $name, $value := $env }}
        - name: {{ $name }}
          value: {{ $value | quote }}
        {{- end }}
        {{- with $root.Values.certificateAuthority }}
        {{- if .configMap }}
        - name: NODE_EXTRA_CA_CERTS
          value: /ca/{{ .key }}
        {{- end }}
        {{- end }}
        {{- range splitList "," (include "dashqueue.secrets" .app) }}
        - name: {{ . }}
          valueFrom:
            secretKeyRef:
              name: {{ required "set existingSecret to the name of a Secret whose keys are variables" $root.Values.existingSecret }}
              key: {{ . }}
              {{- /* Without its key, a pod would wait for a Redis on its own address. */}}
              optional: {{ ne . "REDIS_URL" }}
        {{- end }}
      startupProbe:
        httpGet:
          path: /healthz
          port: http
        periodSeconds: 2
        # A worker waits for Redis before it listens.
        failureThreshold: 150
      livenessProbe:
        httpGet:
          path: /healthz
          port: http
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet:
          path: /readyz
          port: http
        periodSeconds: 5
        timeoutSeconds: 5
      {{- if gt (int .drainSeconds) 0 }}
      lifecycle:
        preStop:
          exec:
            command: [sleep, {{ .drainSeconds | quote }}]
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if $root.Values.certificateAuthority.configMap }}
        - name: ca
          mountPath: /ca
          readOnly: true
        {{- end }}
        {{- if $root.Values.archive.existingClaim }}
        - name: archive
          mountPath: /app/data/archive
          readOnly: {{ eq .app "dashboard" }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- with $root.Values.certificateAuthority.configMap }}
    - name: ca
      configMap:
        name: {{ . }}
    {{- end }}
    {{- with $root.Values.archive.existingClaim }}
    - name: archive
      persistentVolumeClaim:
        claimName: {{ . }}
    {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- else }}
  # Replicas of an app on different nodes, where that is possible.
  affinity:
    podAntiAffinity:
      preferredDuringSchedulingIgnoredDuringExecution:
        - weight: 100
          podAffinityTerm:
            topologyKey: kubernetes.io/hostname
            labelSelector:
              matchLabels:
                {{- include "dashqueue.selector" (list $root .app) | nindent 16 }}
  {{- end }}
{{- end -}}
