package org.sanswitch.noise;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.concurrent.atomic.AtomicInteger;

/** Byte code with pauses before its noisy places, which are calls and returns. Thread-safe. */
final class NoisyCode {

  private static final ClassDesc PAUSES = ClassDesc.of(Pauses.class.getName());
  private static final MethodTypeDesc TYPE =
      MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);

  private final Places places;
  private final ClassFile classFile;

  /** How many pauses there are. Guard: atomic. */
  private final AtomicInteger pauses = new AtomicInteger();

  /**
   * Makes it.
   *
   * @param places which places are noisy
   * @param loader finds the classes that a class names; they are read and not loaded, since the JVM is about to
   *     define one of them
   */
  NoisyCode(Places places, ClassLoader loader) {
    this.places = places;
    classFile = ClassFile.of(
        ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(loader)));
  }

  /** {@return the same class with pauses} */
  byte[] of(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    String name = model.thisClass().asInternalName();
    return classFile.transformClass(model, (to, element) -> {
      if (element instanceof MethodModel method) {
        to.transformMethod(method, MethodTransform.transformingCode(new Noise(name, method)));
      } else {
        to.with(element);
      }
    });
  }

  /** The code of one method. */
  private final class Noise implements CodeTransform {
    private final String method;

    /** Places so far. Guard: the thread that transforms the class. */
    private int index;

    Noise(String owner, MethodModel method) {
      this.method =
          owner + '.' + method.methodName().stringValue() + method.methodType().stringValue();
    }

    @Override
    public void accept(CodeBuilder to, CodeElement element) {
      boolean place = element instanceof InvokeInstruction || element instanceof ReturnInstruction;
      if (place && places.isNoisy(method, index++)) {
        to.loadConstant(pauses.getAndIncrement()).invokestatic(PAUSES, "at", TYPE);
      }
      to.with(element);
    }
  }
}
