package org.sanswitch.launcher.programs;

import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/** Asks for a restricted function of the JDK, as the providers do. */
public final class NativeAccess {

  private NativeAccess() {}

  public static void main(String[] arguments) throws Throwable {
    Linker linker = Linker.nativeLinker();
    try {
      linker.downcallHandle(linker.defaultLookup().find("getpid").orElseThrow(),
          java.lang.foreign.FunctionDescriptor.of(ValueLayout.JAVA_INT));
      System.out.println("allowed");
    } catch (IllegalCallerException e) {
      System.out.println("forbidden");
    }
  }
}
