{{- /* application.yaml of the worker. Nothing secret: those are files named by their key, which Spring reads as a tree. */ -}}
{{- define "campaign-dispatch.configuration" -}}
{{- $kafka := .Values.kafka -}}
{{- $properties := deepCopy $kafka.properties -}}
{{- $ssl := dict -}}
{{- if include "campaign-dispatch.usesSasl" . -}}
{{- $_ := set $properties "sasl.mechanism" $kafka.sasl.mechanism -}}
{{- if not $kafka.sasl.jaasConfigKey -}}
{{- $module := ternary "org.apache.kafka.common.security.plain.PlainLoginModule" "org.apache.kafka.common.security.scram.ScramLoginModule" (eq $kafka.sasl.mechanism "PLAIN") -}}
{{- $_ := set $properties "sasl.jaas.config" (printf "%s required username=\"${kafka.username}\" password=\"${kafka.password}\";" $module) -}}
{{- end -}}
{{- end -}}
{{- if $kafka.ca.existingSecret -}}
{{- $_ := set $ssl "trust-store-type" "PEM" -}}
{{- end -}}
{{- if $kafka.clientCertificate.existingSecret -}}
{{- $_ := set $ssl "key-store-type" "PEM" -}}
{{- end -}}
{{- $spring := dict "bootstrap-servers" $kafka.bootstrapServers "security" (dict "protocol" $kafka.protocol) -}}
{{- if $properties -}}
{{- $_ := set $spring "properties" $properties -}}
{{- end -}}
{{- if $ssl -}}
{{- $_ := set $spring "ssl" $ssl -}}
{{- end -}}
{{- $own := mergeOverwrite (deepCopy .Values.dispatch) (dict "workspaces-file" (printf "/etc/campaign-dispatch/directory/%s" .Values.directory.key)) -}}
{{- $all := dict "dispatch" $own "spring" (dict "kafka" $spring) -}}
{{- if include "campaign-dispatch.secretSources" . -}}
{{- $_ := set $all.spring "config" (dict "import" "configtree:/etc/campaign-dispatch/secrets/") -}}
{{- end -}}
{{- mergeOverwrite (deepCopy .Values.config) $all | toYaml -}}
{{- end -}}

{{- /* The projected volume's sources: the path of each file is the configuration key that it is the value of. */ -}}
{{- define "campaign-dispatch.secretSources" -}}
{{- $kafka := .Values.kafka -}}
{{- if $kafka.sasl.existingSecret }}
- secret:
    name: {{ $kafka.sasl.existingSecret }}
    items:
      {{- if $kafka.sasl.jaasConfigKey }}
      - key: {{ $kafka.sasl.jaasConfigKey }}
        path: spring.kafka.properties.sasl.jaas.config
      {{- else }}
      - key: {{ $kafka.sasl.usernameKey }}
        path: kafka.username
      - key: {{ $kafka.sasl.passwordKey }}
        path: kafka.password
      {{- end }}
{{- end }}
{{- if $kafka.ca.existingSecret }}
- secret:
    name: {{ $kafka.ca.existingSecret }}
    items:
      - key: {{ $kafka.ca.key }}
        path: spring.kafka.ssl.trust-store-certificates
{{- end }}
{{- if $kafka.clientCertificate.existingSecret }}
- secret:
    name: {{ $kafka.clientCertificate.existingSecret }}
    items:
      - key: {{ $kafka.clientCertificate.certificateKey }}
        path: spring.kafka.ssl.key-store-certificate-chain
      - key: {{ $kafka.clientCertificate.privateKeyKey }}
        path: spring.kafka.ssl.key-store-key
{{- end }}
{{- if .Values.api.existingSecret }}
- secret:
    name: {{ .Values.api.existingSecret }}
    items:
      - key: {{ .Values.api.key }}
        path: dispatch.api.token
{{- end }}
{{- end -}}
