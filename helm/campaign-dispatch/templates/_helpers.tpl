{{- define "campaign-dispatch.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "campaign-dispatch.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "campaign-dispatch.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "campaign-dispatch.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "campaign-dispatch.selector" -}}
app.kubernetes.io/name: {{ include "campaign-dispatch.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "campaign-dispatch.labels" -}}
{{ include "campaign-dispatch.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "campaign-dispatch.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "campaign-dispatch.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "campaign-dispatch.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "campaign-dispatch.directoryConfigMap" -}}
{{- default (printf "%s-directory" (include "campaign-dispatch.fullname" .)) .Values.directory.existingConfigMap -}}
{{- end -}}

{{- define "campaign-dispatch.usesSasl" -}}
{{- if hasPrefix "SASL_" .Values.kafka.protocol -}}true{{- end -}}
{{- end -}}

{{- define "campaign-dispatch.usesTls" -}}
{{- if hasSuffix "SSL" .Values.kafka.protocol -}}true{{- end -}}
{{- end -}}

{{- /* A duration of the workspaces file (500ms, 10s, 2m) in seconds, rounded up. */ -}}
{{- define "campaign-dispatch.seconds" -}}
{{- $amount := regexFind "^[0-9]+" (toString .) | int -}}
{{- $unit := regexFind "[a-z]+$" (toString .) -}}
{{- if eq $unit "ms" -}}
{{- div (add $amount 999) 1000 -}}
{{- else -}}
{{- mul $amount (get (dict "s" 1 "m" 60 "h" 3600 "d" 86400) $unit | default 1) -}}
{{- end -}}
{{- end -}}

{{- /* The longest answer that a vendor of the directory may take; an existing ConfigMap cannot be read here. */ -}}
{{- define "campaign-dispatch.longestCall" -}}
{{- $longest := 10 -}}
{{- range .Values.directory.content.vendors -}}
{{- $longest = max $longest (include "campaign-dispatch.seconds" (default "10s" (get . "response-timeout")) | int) -}}
{{- end -}}
{{- $longest -}}
{{- end -}}

{{- /* What values alone cannot say of each other in a schema. */ -}}
{{- define "campaign-dispatch.validate" -}}
{{- $grace := .Values.terminationGracePeriodSeconds | int -}}
{{- $needed := add (include "campaign-dispatch.longestCall" . | int) 20 | int -}}
{{- if lt $grace $needed -}}
{{- fail (printf "terminationGracePeriodSeconds: expected at least %d (the longest response-timeout of directory.content and 20 s), received %d" $needed $grace) -}}
{{- end -}}
{{- if not .Values.kafka.bootstrapServers -}}
{{- fail "kafka.bootstrapServers: expected host:port of some brokers, received nothing" -}}
{{- end -}}
{{- if and .Values.directory.content .Values.directory.existingConfigMap -}}
{{- fail "directory: expected either content or existingConfigMap, received both" -}}
{{- end -}}
{{- if not (or .Values.directory.content .Values.directory.existingConfigMap) -}}
{{- fail "directory: expected content or existingConfigMap, received neither" -}}
{{- end -}}
{{- if and (include "campaign-dispatch.usesSasl" .) (not .Values.kafka.sasl.existingSecret) -}}
{{- fail (printf "kafka.sasl.existingSecret: expected the name of a Secret, since kafka.protocol is %s" .Values.kafka.protocol) -}}
{{- end -}}
{{- if and .Values.kafka.sasl.existingSecret (not (include "campaign-dispatch.usesSasl" .)) -}}
{{- fail (printf "kafka.protocol: expected SASL_SSL or SASL_PLAINTEXT, since kafka.sasl.existingSecret is given, received %s" .Values.kafka.protocol) -}}
{{- end -}}
{{- $sasl := .Values.kafka.sasl -}}
{{- if and (include "campaign-dispatch.usesSasl" .) (eq $sasl.mechanism "OAUTHBEARER") (not $sasl.jaasConfigKey) -}}
{{- fail (printf "kafka.sasl.jaasConfigKey: expected the key of %s that has the value of sasl.jaas.config, since kafka.sasl.mechanism is %s, received nothing" $sasl.existingSecret $sasl.mechanism) -}}
{{- end -}}
{{- if and (or .Values.kafka.ca.existingSecret .Values.kafka.clientCertificate.existingSecret) (not (include "campaign-dispatch.usesTls" .)) -}}
{{- fail (printf "kafka.protocol: expected SSL or SASL_SSL, since a certificate is given, received %s" .Values.kafka.protocol) -}}
{{- end -}}
{{- if and .Values.keda.enabled (not .Values.keda.prometheusAddress) -}}
{{- fail "keda.prometheusAddress: expected the URL of a Prometheus, since keda.enabled is true" -}}
{{- end -}}
{{- $modes := default list .Values.keda.authModes -}}
{{- $received := join ", " $modes -}}
{{- if and .Values.keda.authenticationRef (not $modes) -}}
{{- fail (printf "keda.authModes: expected what %s holds (bearer, basic, tls, custom, or podIdentity), since KEDA takes nothing of keda.authenticationRef without, received nothing" .Values.keda.authenticationRef) -}}
{{- end -}}
{{- if and $modes (not .Values.keda.authenticationRef) -}}
{{- fail (printf "keda.authenticationRef: expected the name of a %s, since keda.authModes is %s" .Values.keda.authenticationKind $received) -}}
{{- end -}}
{{- if and (has "podIdentity" $modes) (gt (len $modes) 1) -}}
{{- fail (printf "keda.authModes: expected podIdentity alone, received %s" $received) -}}
{{- end -}}
{{- /* KEDA refuses bearer with basic, and drops custom in silence beside either; tls goes with each. */ -}}
{{- if gt (len (without $modes "tls")) 1 -}}
{{- fail (printf "keda.authModes: expected at most one of bearer, basic and custom, received %s" $received) -}}
{{- end -}}
{{- /* A rule of extraEgress may let them out; what it says of which brokers is not judged. */ -}}
{{- $policy := .Values.networkPolicy -}}
{{- if and $policy.enabled (not $policy.extraEgress) .Values.kafka.bootstrapServers -}}
{{- $ports := list -}}
{{- range $policy.kafka.ports -}}
{{- $ports = append $ports (toString .) -}}
{{- end -}}
{{- range splitList "," .Values.kafka.bootstrapServers -}}
{{- $port := regexFind "[0-9]+$" . -}}
{{- if not (has $port $ports) -}}
{{- fail (printf "networkPolicy.kafka.ports: expected %s among them, since kafka.bootstrapServers has %s, received %s" $port . (join ", " $ports)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
