package org.sanswitch.provider.verbs;

/**
 * Both libraries.
 *
 * @param verbs libibverbs
 * @param cm librdmacm
 */
record RdmaLibraries(VerbsLibrary verbs, CmLibrary cm) {}
