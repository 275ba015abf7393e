package org.sanswitch.provider.verbs;

/**
 * The functions of librdmacm that the adapter calls. Structures are named by their address. What
 * gives an address gives more than 0, or an error number, negated; what gives an int gives 0 or more,
 * or an error number, negated.
 *
 * <p>It is an interface so that tests can put a recorded device in its place.
 */
interface CmLibrary {

  /** {@return an event channel, which does not block} */
  long createEventChannel();

  void destroyEventChannel(long channel);

  /** {@return an identifier of port space TCP} */
  long createId(long channel);

  /** Waits until all its events have been acknowledged. */
  int destroyId(long id);

  int bindAddress(long id, long address);

  int listen(long id, int backlog);

  /**
   * Starts to resolve.
   *
   * @param source a socket address, or 0 for any
   */
  int resolveAddress(long id, long source, long destination, int millis);

  int resolveRoute(long id, int millis);

  int setOption(long id, int level, int name, long value, int length);

  int connect(long id, long parameters);

  int accept(long id, long parameters);

  int reject(long id, long data, int length);

  int disconnect(long id);

  /**
   * {@return 0 as long as an identifier may get a queue pair} The manager asks its state, and changes
   * nothing.
   *
   * @param attributes struct ibv_qp_attr with the state that is asked for
   * @param mask an int
   */
  int initialAttributes(long id, long attributes, long mask);

  /** {@return an event, or -EAGAIN} */
  long getEvent(long channel);

  void acknowledge(long event);

  int createQueuePair(long id, long domain, long attributes);

  void destroyQueuePair(long id);

  /** {@return an array of contexts of librdmacm's own, with a null at its end} */
  long getContexts();

  void freeContexts(long contexts);
}
