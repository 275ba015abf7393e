package org.sanswitch.impl.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of the switch as a console shows it; {@link SettingsReader} reads and checks it. */
@ObjectClassDefinition(name = "Sanswitch", description = "The switch between sockets and SAN service providers. What is not set here is taken"
    + " from the framework or system property of the same name with the prefix 'sanswitch.'.")
@interface SwitchConfig {

  @AttributeDefinition(name = "Rules", required = false, description = "use san|tcp|<provider> connect|listen <cidr or host>[:port[-port]], separated by"
      + " semicolons; the first match wins, what none matches may go over any SAN")
  String rules();

  @AttributeDefinition(name = "Bound of the SAN attempt (milliseconds)", min = "10", max = "60000", required = false, defaultValue = "2000", description = "how long a connect may try SAN service providers before it goes by TCP/IP")
  int connect_bound_millis();

  @AttributeDefinition(name = "Negative cache (milliseconds)", min = "0", max = "3600000", required = false, defaultValue = "2000", description = "how long a destination that a provider could not reach is left to TCP/IP; 0 = off")
  int negative_cache_millis();

  @AttributeDefinition(name = "Address check (milliseconds)", min = "100", max = "600000", required = false, defaultValue = "3000", description = "how often changes of the host's addresses are looked for; needs a restart")
  int address_poll_millis();

  @AttributeDefinition(name = "Start of a provider (milliseconds)", min = "10", max = "60000", required = false, defaultValue = "5000", description = "how long the registration of a provider waits for its start; needs a restart")
  int provider_start_millis();

  @AttributeDefinition(name = "Receives of a session (number)", min = "1", max = "16384", required = false, defaultValue = "32", description = "receives posted for data at most, and so the window; needs a restart")
  int data_receives();

  @AttributeDefinition(name = "First receives of a session (number)", min = "1", max = "16384", required = false, defaultValue = "4", description = "receives posted for data before the peer has used them all; what an idle connection has; needs a restart")
  int first_receives();

  @AttributeDefinition(name = "Size of a receive (bytes)", min = "512", max = "65535", required = false, defaultValue = "8192", description = "header included; at most what the provider carries; needs a restart")
  int buffer_size();

  @AttributeDefinition(name = "Send buffers of a session (number)", min = "4", max = "16384", required = false, defaultValue = "16", description = "sends under way at most; needs a restart")
  int send_buffers();

  @AttributeDefinition(name = "Spin budget (microseconds)", min = "0", max = "1000000", required = false, defaultValue = "50", description = "how long a blocked call stays awake at most before it sleeps, a connect four times as long; needs a restart")
  int spin_micros();

  @AttributeDefinition(name = "Bound of a negotiation (milliseconds)", min = "100", max = "600000", required = false, defaultValue = "5000", description = "how long the other switch has to answer; needs a restart")
  int negotiation_millis();

  @AttributeDefinition(name = "Bound of a graceful close (milliseconds)", min = "100", max = "3600000", required = false, defaultValue = "60000", description = "how long the peer has to take what was sent; needs a restart")
  int close_millis();

  @AttributeDefinition(name = "Staging of large transfers (bytes)", min = "4096", max = "16777216", required = false, defaultValue = "262144", description = "greatest piece of a transfer by RDMA that goes through memory of the switch; a connection has at most two in each direction, while it uses them; needs a restart")
  int rdma_staging_bytes();

  @AttributeDefinition(name = "Bound of a cancelled RDMA (milliseconds)", min = "1", max = "600000", required = false, defaultValue = "2000", description = "how long a cancelled call waits for RDMA on its buffer before the connection is reset; needs a restart")
  int rdma_cancel_millis();
}
