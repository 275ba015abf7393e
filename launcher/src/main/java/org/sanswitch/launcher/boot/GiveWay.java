package org.sanswitch.launcher.boot;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImplFactory;
import java.security.ProtectionDomain;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts a line before the setters of the JDK's socket factories, so that a factory of the agent does
 * not count as set:
 *
 * <pre>
 * if (factory != null &amp;&amp; factory.getClass().getName().startsWith(ours)) factory = null;
 * </pre>
 */
final class GiveWay implements ClassFileTransformer {

  private static final Map<String, String> SETTERS =
      Map.of("java/net/Socket", "setSocketImplFactory", "java/net/ServerSocket",
          "setSocketFactory");
  private static final String OURS = BootSocketImplFactory.class.getName();

  private static final ClassDesc FACTORY = ClassDesc.of(SocketImplFactory.class.getName());

  private GiveWay() {}

  static void toFactoriesOfTheProgram(Instrumentation instrumentation)
      throws UnmodifiableClassException {
    GiveWay transformer = new GiveWay();
    instrumentation.addTransformer(transformer, true);
    try {
      instrumentation.retransformClasses(Socket.class, ServerSocket.class);
    } finally {
      instrumentation.removeTransformer(transformer);
    }
  }

  @Override
  public byte @Nullable [] transform(@Nullable ClassLoader loader, @Nullable String name,
      @Nullable Class<?> redefined, @Nullable ProtectionDomain domain, byte[] bytes) {
    String setter = name == null || loader != null ? null : SETTERS.get(name);
    if (setter == null) {
      return null;
    }
    ClassFile format = ClassFile.of();
    ClassDesc owner = ClassDesc.ofInternalName(name);
    return format.transformClass(format.parse(bytes), ClassTransform
      .transformingMethodBodies(method -> method.methodName().equalsString(setter),
          new First(owner)));
  }

  /** The line, before all others of the method. */
  private record First(ClassDesc owner) implements CodeTransform {

    @Override
    public void atStart(CodeBuilder code) {
      var end = code.newLabel();
      code.getstatic(owner, "factory", FACTORY)
        .ifnull(end)
        .getstatic(owner, "factory", FACTORY)
        .invokevirtual(ConstantDescs.CD_Object, "getClass",
            MethodTypeDesc.of(ConstantDescs.CD_Class))
        .invokevirtual(ConstantDescs.CD_Class, "getName",
            MethodTypeDesc.of(ConstantDescs.CD_String))
        .loadConstant(OURS)
        .invokevirtual(ConstantDescs.CD_String, "startsWith",
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_String))
        .ifeq(end)
        .aconst_null()
        .putstatic(owner, "factory", FACTORY)
        .labelBinding(end);
    }

    @Override
    public void accept(CodeBuilder code, CodeElement element) {
      code.with(element);
    }
  }
}
