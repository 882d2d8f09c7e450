package io.campaigndispatch.model.workspace;

/** Where a secret is; never the secret itself. */
public sealed interface CredentialRef {

  /** An environment variable, read at start. */
  record Env(String name) implements CredentialRef {}

  /** A file, trimmed, read again when it changes. */
  record File(String path) implements CredentialRef {}

  /** No Authorization header is sent. */
  record None() implements CredentialRef {}
}
