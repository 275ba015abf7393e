package org.sanswitch.provider.emu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an operator can set. Values out of bounds are refused when the component is activated. */
@ObjectClassDefinition(name = "Sanswitch emulated hardware", description = "Shared memory between the processes of one host")
@interface EmuConfig {

  @AttributeDefinition(name = "Directory", description = "Directory on a memory file system, writable by all users that shall have the adapter."
      + " Processes with different directories do not reach each other.")
  String directory() default EmuSettings.DIRECTORY;

  @AttributeDefinition(name = "Memory per connection and side (bytes)", description = "Upper bound of what one side of a connection can allocate, 65536 to 1073741824. It is"
      + " address space at first; memory is taken as it is needed.", min = "65536", max = "1073741824")
  long arena_size() default EmuSettings.ARENA_SIZE;

  @AttributeDefinition(name = "Greatest message (bytes)", description = "4096 to 1048576", min = "4096", max = "1048576")
  int max_message_size() default EmuSettings.MAX_MESSAGE_SIZE;

  @AttributeDefinition(name = "RDMA threshold (bytes)", description = "From how many bytes on RDMA is preferred to messages", min = "4096")
  int rdma_threshold() default EmuSettings.RDMA_THRESHOLD;
}
