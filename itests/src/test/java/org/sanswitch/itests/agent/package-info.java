/**
 * Plain programs in JVMs of their own, with the agent and without. No class of the switch is on their
 * class path, and what they print without the agent is what they have to print with it.
 */
package org.sanswitch.itests.agent;
