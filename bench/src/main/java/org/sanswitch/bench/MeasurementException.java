package org.sanswitch.bench;

/** One measurement failed; the message tells why, and the others go on. */
final class MeasurementException extends Exception {

  private static final long serialVersionUID = 1;

  MeasurementException(String message) {
    super(message);
  }
}
