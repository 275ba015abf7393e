/**
 * Ordinary socket programs: they use {@code java.net} and {@code java.nio} only, know nothing of the
 * switch, and so hold for the JDK's own sockets as well, which are the oracle for what they expect.
 *
 * <p>{@link plain.Checks} collects the checks; each is a static function of a class {@code *Checks}.
 * They run inside a framework over its services, and in JVMs of their own with and without the agent.
 */
package plain;
