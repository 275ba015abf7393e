package org.sanswitch.provider.emu;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of emulated hardware as a console shows it; {@link EmuSettings} reads and checks
 * it. A change starts the component anew.
 */
@ObjectClassDefinition(name = "Sanswitch emulated hardware", description = "Shared memory between the processes of one host. What is not set here is taken from the"
    + " framework or system property of the same name with the prefix 'sanswitch.emu.'. The"
    + " settings of fault injection are in docs/fault-injection.md.")
@interface EmuConfig {

  @AttributeDefinition(name = "Directory", required = false, defaultValue = "/dev/shm", description = "Directory on a memory file system, writable by all users that shall have the adapter."
      + " Processes with different directories do not reach each other.")
  String directory();

  @AttributeDefinition(name = "Memory per connection and side (bytes)", min = "65536", max = "1073741824", required = false, defaultValue = "4194304", description = "Upper bound of what one side of a connection can allocate, 65536 to 1073741824. It is"
      + " address space at first; memory is taken as it is needed.")
  int arena_size();

  @AttributeDefinition(name = "Greatest message (bytes)", min = "4096", max = "1048576", required = false, defaultValue = "65536", description = "4096 to 1048576")
  int max_message_size();

  @AttributeDefinition(name = "RDMA threshold (bytes)", min = "4096", required = false, defaultValue = "2147483647", description = "From how many bytes on RDMA is preferred to messages; the default is never")
  int rdma_threshold();
}
