/** RDMA hardware through libibverbs and librdmacm, without a line of C: an adapter per device. */
@NullMarked
package org.sanswitch.provider.verbs;

import org.jspecify.annotations.NullMarked;
