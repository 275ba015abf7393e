package org.sanswitch.impl.simulation;

/** What a fabric may do wrong on purpose, so that it can be seen that a simulation notices. */
enum Mutation {
  /** Nothing. */
  NONE,
  /** One message never arrives. */
  DROP,
  /** One message arrives twice. */
  DUPLICATE,
  /** Two messages arrive in the wrong order. */
  SWAP,
  /** A bit of the stream arrives changed. */
  FLIP,
  /** A bit of what RDMA has moved is changed. */
  FLIP_MOVED,
  /** From some message on the limit of a credit class is less by one than it should be. */
  LOSE_CREDIT,
  /** One receive completes, and nobody is told. */
  LOSE_COMPLETION
}
