package org.sanswitch.provider.emu;

/** System calls by their numbers, which do not depend on the C library. */
enum Syscall {
  WRITE(1, 64),
  MMAP(9, 222),
  MUNMAP(11, 215),
  MADVISE(28, 233),
  SOCKET(41, 198),
  CONNECT(42, 203),
  SENDTO(44, 206),
  RECVFROM(45, 207),
  SHUTDOWN(48, 210),
  BIND(49, 200),
  LISTEN(50, 201),
  GETSOCKOPT(55, 209),
  FSTAT(5, 80),
  FTRUNCATE(77, 46),
  UNLINKAT(263, 35),
  ACCEPT4(288, 242),
  EPOLL_CTL(233, 21),
  EPOLL_PWAIT(281, 22),
  EVENTFD2(290, 19),
  EPOLL_CREATE1(291, 20);

  final long number;

  Syscall(int x86, int arm) {
    this.number = Platform.X86 ? x86 : arm;
  }
}
