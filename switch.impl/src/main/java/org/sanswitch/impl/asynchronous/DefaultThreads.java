package org.sanswitch.impl.asynchronous;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the default group, by the properties that {@code AsynchronousChannelGroup} names. The
 * JDK's own default group cannot be asked to run anything.
 */
final class DefaultThreads {

  private static final String FACTORY = "java.nio.channels.DefaultThreadPool.threadFactory";
  private static final String INITIAL_SIZE = "java.nio.channels.DefaultThreadPool.initialSize";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private DefaultThreads() {}

  static ExecutorService executor() {
    // Wrapped, or the JDK takes an initial size for none at all.
    return Executors.unconfigurableExecutorService(Executors.newCachedThreadPool(factory()));
  }

  private static ThreadFactory factory() {
    String name = System.getProperty(FACTORY);
    if (name == null) {
      return DefaultThreads::thread;
    }
    try {
      return (ThreadFactory) Class.forName(name, true, ClassLoader.getSystemClassLoader())
        .getDeclaredConstructor()
        .newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new Error("Value of property '" + FACTORY + "' is invalid: " + name, e);
    }
  }

  /** It is of no application: neither its class loader nor what its threads hand down. */
  private static Thread thread(Runnable task) {
    Thread thread = Thread.ofPlatform()
      .daemon()
      .inheritInheritableThreadLocals(false)
      .name("sanswitch-default-group-" + NUMBER.incrementAndGet())
      .unstarted(task);
    thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
    return thread;
  }

  static int initialSize() {
    String value = System.getProperty(INITIAL_SIZE);
    if (value == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    try {
      int size = Integer.parseInt(value);
      return size < 0 ? Runtime.getRuntime().availableProcessors() : size;
    } catch (NumberFormatException e) {
      throw new Error("Value of property '" + INITIAL_SIZE + "' is invalid: " + value, e);
    }
  }

  /** {@return whether the executor is known to run no task in the thread that gives it} */
  static boolean handsOver(Executor executor) {
    if (executor instanceof ThreadPoolExecutor pool
        && pool.getClass() == ThreadPoolExecutor.class) {
      return pool.getRejectedExecutionHandler() instanceof ThreadPoolExecutor.AbortPolicy;
    }
    return executor.getClass() == ForkJoinPool.class;
  }
}
