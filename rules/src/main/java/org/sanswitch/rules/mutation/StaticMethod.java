package org.sanswitch.rules.mutation;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * The static method that stands in the place of a call.
 *
 * @param owner its class
 * @param name its name
 * @param type its parameters and result
 */
record StaticMethod(ClassDesc owner, String name, MethodTypeDesc type) {

  /**
   * Finds the one of that name.
   *
   * @param model its class
   * @param caller package-and-name of the class that will call it
   * @throws MutantException if there is none, or several, or it cannot be called from there
   */
  static StaticMethod find(ClassModel model, String name, ClassDesc caller) {
    ClassDesc owner = model.thisClass().asSymbol();
    List<MethodModel> found =
        model.methods().stream().filter(method -> method.methodName().equalsString(name)).toList();
    if (found.size() != 1) {
      throw new MutantException(owner.displayName() + " has " + found.size() + " methods named "
          + name + ", not 1");
    }
    MethodModel method = found.get(0);
    int flags = method.flags().flagsMask();
    boolean near = owner.packageName().equals(caller.packageName());
    boolean open = (flags & model.flags().flagsMask() & ClassFile.ACC_PUBLIC) != 0;
    if ((flags & ClassFile.ACC_STATIC) == 0 || (flags & ClassFile.ACC_PRIVATE) != 0
        || !(near || open)) {
      throw new MutantException(owner.displayName() + "." + name
          + " is not static, or not visible from " + caller.displayName());
    }
    return new StaticMethod(owner, name, method.methodTypeSymbol());
  }

  /**
   * {@return how many of the operands it takes: its parameters}
   *
   * @param operands receiver and arguments of what it replaces
   * @param result what the code expects back
   * @throws MutantException if they do not fit
   */
  int taken(List<ClassDesc> operands, ClassDesc result, Mutation mutation) {
    boolean fits = type.parameterCount() <= operands.size() && fits(type.returnType(), result);
    for (int i = 0; fits && i < type.parameterCount(); i++) {
      fits = fits(operands.get(i), type.parameterType(i));
    }
    if (!fits) {
      throw new MutantException(mutation + ": " + type.displayDescriptor() + " does not fit "
          + MethodTypeDesc.of(result, operands).displayDescriptor());
    }
    return type.parameterCount();
  }

  /** References may be cast, and the verifier checks those that are not. */
  private static boolean fits(ClassDesc from, ClassDesc to) {
    return from.equals(to) || !from.isPrimitive() && !to.isPrimitive();
  }

  void call(CodeBuilder code, ClassDesc result) {
    code.invokestatic(owner, name, type);
    if (!type.returnType().equals(result)) {
      code.checkcast(result);
    }
  }

  static void pop(CodeBuilder code, ClassDesc unused) {
    if (TypeKind.from(unused).slotSize() == 2) {
      code.pop2();
    } else {
      code.pop();
    }
  }

  static void pushZero(CodeBuilder code, ClassDesc result) {
    if (result.equals(ConstantDescs.CD_void)) {
      return;
    }
    switch (TypeKind.from(result).asLoadable()) {
      case LONG -> code.lconst_0();
      case FLOAT -> code.fconst_0();
      case DOUBLE -> code.dconst_0();
      case REFERENCE -> code.aconst_null();
      default -> code.iconst_0();
    }
  }
}
