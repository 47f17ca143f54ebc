# SPDX-License-Identifier: Apache-2.0
# portside_flags: warnings and sanitizers, linked by every target of this project and by none of its
# users.
add_library(portside_flags INTERFACE)
target_compile_options(portside_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wunused -Wformat=2
  $<$<BOOL:${PORTSIDE_WARNINGS_AS_ERRORS}>:-Werror>)

if(PORTSIDE_SANITIZE)
  # vptr is left out: it compares type_info by address, and plugins are built with hidden visibility,
  # so each has its own.
  target_compile_options(portside_flags INTERFACE -fsanitize=${PORTSIDE_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all
    # Lines are all that a report shows. With full debug information g++ 12 takes up to fifteen times
    # as long for a file that UBSan instruments.
    -g1)
  if(PORTSIDE_SANITIZE MATCHES "undefined")
    target_compile_options(portside_flags INTERFACE -fno-sanitize=vptr)
  endif()
  target_link_options(portside_flags INTERFACE -fsanitize=${PORTSIDE_SANITIZE})
endif()
