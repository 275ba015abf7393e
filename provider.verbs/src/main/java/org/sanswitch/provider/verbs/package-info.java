/** The place of RDMA hardware: publishes an adapter that says why it cannot be used yet. */
@NullMarked
package org.sanswitch.provider.verbs;

import org.jspecify.annotations.NullMarked;
