package org.sanswitch.launcher.programs;

/** Prints which of the classes and resources named it can load. */
public final class WhatItSees {

  private WhatItSees() {}

  public static void main(String[] names) throws Exception {
    java.nio.channels.SocketChannel.open().close();
    for (String name : names) {
      try {
        Class.forName(name);
        System.out.println("class " + name);
      } catch (ClassNotFoundException e) {
        // As it should be.
      }
      if (ClassLoader.getSystemResource(name.replace('.', '/') + ".class") != null) {
        System.out.println("resource " + name);
      }
    }
    System.out.println("context " + Thread.currentThread()
      .getContextClassLoader()
      .equals(ClassLoader.getSystemClassLoader()));
  }
}
