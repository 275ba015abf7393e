/**
 * The switch over RDMA, on real verbs. What is here runs inside the virtual machine of {@code
 * itests/verbs-vm}, by {@link org.sanswitch.itests.verbs.VerbsSuite}, and is therefore no test class
 * by name: neither Surefire nor Failsafe finds it on a host without a device.
 */
package org.sanswitch.itests.verbs;
