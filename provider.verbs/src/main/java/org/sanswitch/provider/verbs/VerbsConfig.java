package org.sanswitch.provider.verbs;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of RDMA hardware as a console shows it; {@link VerbsSettings} reads and checks it.
 * A change starts the component anew.
 */
@ObjectClassDefinition(name = "Sanswitch RDMA hardware", description = "Connections over RDMA devices. What is not set here is taken from the framework or system"
    + " property of the same name with the prefix 'sanswitch.verbs.'.")
@interface VerbsConfig {

  @AttributeDefinition(name = "Greatest message (bytes)", min = "4096", max = "1048576", required = false, defaultValue = "65536", description = "4096 to 1048576, if the device carries it")
  int max_message_size();

  @AttributeDefinition(name = "Greatest inline message (bytes)", min = "0", max = "1024", required = false, defaultValue = "256", description = "Messages up to this size go into the request itself, if the device can; 0 for none")
  int inline_size();

  @AttributeDefinition(name = "Sends under way", min = "64", max = "1024", required = false, defaultValue = "128", description = "On each connection, 64 to 1024, if the device has room")
  int sends();

  @AttributeDefinition(name = "Receives posted", min = "64", max = "1024", required = false, defaultValue = "128", description = "On each connection, 64 to 1024, if the device has room")
  int receives();

  @AttributeDefinition(name = "RDMA threshold (bytes)", min = "4096", required = false, defaultValue = "65536", description = "From how many bytes on RDMA is preferred to messages")
  int rdma_threshold();

  @AttributeDefinition(name = "Drain at exit (milliseconds)", min = "0", max = "60000", required = false, defaultValue = "2000", description = "How long the end of the JVM waits for what was sent to arrive")
  int exit_drain_millis();
}
