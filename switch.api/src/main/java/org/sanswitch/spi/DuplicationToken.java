package org.sanswitch.spi;

/**
 * What WSPDuplicateSocket gives: unique to socket and connection on the host, usable once by the
 * named process (DUP-3).
 *
 * @param value 128 random bits, in hexadecimal
 * @param processId the process that may use it
 */
public record DuplicationToken(String value, long processId) {}
