# SPDX-License-Identifier: Apache-2.0
# portside_flags: warnings and sanitizers, linked by every target of this project and by none of its
# users. portside_warnings: the warnings alone, for what is compiled only to see whether it compiles.
add_library(portside_warnings INTERFACE)
target_compile_options(portside_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
  -Woverloaded-virtual -Wcast-align -Wunused -Wformat=2
  $<$<BOOL:${PORTSIDE_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_UNITY_BUILD AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # A source file that is included is a header to g++, in which no type may use an anonymous namespace.
  target_compile_options(portside_warnings INTERFACE -Wno-subobject-linkage)
endif()
add_library(portside_flags INTERFACE)
target_link_libraries(portside_flags INTERFACE portside_warnings)

if(PORTSIDE_SANITIZE)
  # vptr is left out: it compares type_info by address, and plugins are built with hidden visibility,
  # so each has its own.
  target_compile_options(portside_flags INTERFACE -fsanitize=${PORTSIDE_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all
    # Lines are all that a report shows. With full debug information g++ 12 takes up to fifteen times
    # as long for a file that UBSan instruments.
    -g1)
  if(PORTSIDE_SANITIZE MATCHES "undefined")
    # With g++ three checks that something else makes as well cost a third of the time of a build: ASan
    # stops at a null pointer, -Wreturn-type finds the missing return, and clang's build of the fuzz
    # targets keeps alignment for the readers of foreign bytes.
    target_compile_options(portside_flags INTERFACE
      "-fno-sanitize=vptr$<$<CXX_COMPILER_ID:GNU>:,null,alignment,return>")
  endif()
  target_link_options(portside_flags INTERFACE -fsanitize=${PORTSIDE_SANITIZE})
endif()

# portside_runs_seldom(TARGET): what reads a command line or a configuration once is not worth the time
# that -O2 takes for the templates of the libraries it is made with.
function(portside_runs_seldom target)
  target_compile_options(${target} PRIVATE $<$<CONFIG:Release,RelWithDebInfo>:-O1>)
endfunction()
