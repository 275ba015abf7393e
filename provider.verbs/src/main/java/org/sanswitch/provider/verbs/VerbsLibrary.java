package org.sanswitch.provider.verbs;

/**
 * The functions of libibverbs that the adapter calls. Structures are named by their address. What
 * gives an address gives more than 0, or an error number, negated; what gives an int gives 0 or more,
 * or an error number, negated.
 *
 * <p>It is an interface so that tests can put a recorded device in its place.
 */
interface VerbsLibrary {

  /** {@return an array of devices, with a null at its end} */
  long getDevices();

  void freeDevices(long devices);

  long openDevice(long device);

  int closeDevice(long context);

  int queryDevice(long context, long attributes);

  int queryPort(long context, int port, long attributes);

  long allocateDomain(long context);

  int freeDomain(long domain);

  long register(long domain, long address, long length, int access);

  int deregister(long region);

  long createCompletionChannel(long context);

  int destroyCompletionChannel(long channel);

  long createCompletionQueue(long context, int entries, long channel, int vector);

  /** Waits until all its events have been acknowledged. */
  int destroyCompletionQueue(long queue);

  /** {@return 0 if there was an event of the channel's only queue} */
  int getCompletionEvent(long channel);

  void acknowledgeCompletionEvents(long queue, int count);

  /** {@return a queue pair without a connection, to find out what the device gives} */
  long createBareQueuePair(long domain, long attributes);

  int destroyBareQueuePair(long queuePair);

  int modifyQueuePair(long queuePair, long attributes, int mask);

  /** {@return 0 if there was one} It blocks where there is none. */
  int getAsyncEvent(long context, long event);

  void acknowledgeAsyncEvent(long event);

  /** {@return number of completions that were written} */
  int poll(long queue, int max, long completions);

  int requestNotification(long queue);

  int postSend(long queuePair, long request);

  int postReceive(long queuePair, long request);
}
