package org.sanswitch.provider.example;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. Values out of bounds are refused when the component is activated. */
@ObjectClassDefinition(name = "Sanswitch example adapter", description = "A loopback inside one JVM, to learn from and to test with")
@interface ExampleConfig {

  @AttributeDefinition(name = "Greatest unregistered message (bytes)", description = "Sends up to this size may name memory that is not registered, 0 to "
      + ExampleAdapter.MAX_MESSAGE, min = "0", max = "" + ExampleAdapter.MAX_MESSAGE)
  int max_inject_size() default ExampleAdapter.INJECT_SIZE;

  @AttributeDefinition(name = "RDMA read", description = "Whether the adapter can read the memory of a peer; it can always write it")
  boolean rdma_read() default true;
}
