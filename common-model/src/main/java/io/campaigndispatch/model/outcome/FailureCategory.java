package io.campaigndispatch.model.outcome;

/** The classes of the error taxonomy, as outcomes name them. */
public enum FailureCategory {
  /** The same message again, after a short back-off. */
  RETRY_SOON,
  /** The same message again, after a stated wait; the others go on. */
  RETRY_LATER,
  /** The vendor limits the workspace; costs no attempt. */
  THROTTLED,
  /** Credentials, account, payment: nothing of this workspace can be sent. */
  WORKSPACE,
  /** The template cannot be sent. */
  TEMPLATE,
  /** This recipient cannot be reached. */
  RECIPIENT,
  /** The request itself is wrong. */
  REQUEST,
  /** The vendor may have taken it. */
  UNCERTAIN
}
