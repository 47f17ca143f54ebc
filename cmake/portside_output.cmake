# SPDX-License-Identifier: Apache-2.0
# Where a build puts what people run: BUILD/bin (programs), BUILD/plugins (plugins).
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
set(PORTSIDE_PLUGIN_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/plugins")

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(PORTSIDE_CCACHE ccache)
  if(PORTSIDE_CCACHE)
    # Without this it keeps nothing of a file that uses a precompiled header.
    set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros "${PORTSIDE_CCACHE}")
  endif()
endif()
