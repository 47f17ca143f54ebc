# SPDX-License-Identifier: Apache-2.0
#
# portside_add_plugin(NAME SOURCES file... [LIBRARIES target...] [OUTPUT_DIRECTORY dir]
#                     [INSTALL] [NO_TESTS] [CHECK_CONFIG json])
#
# Builds the plugin NAME.so the way a host expects it: hidden symbols and a version script (the
# descriptor is the only export, and no function of the host can take the place of one of the
# plugin's), every symbol resolved at link time, no prefix. NAME is also the name of the target.
#
# With INSTALL it is installed where `portside plugins list` looks when nobody says (in the prefix
# that Portside itself is installed in).
#
# Where testing is on (BUILD_TESTING, of include(CTest)) it gets the tests plugin.NAME.exports and
# plugin.NAME.check (`portside plugins check`, with the configuration CHECK_CONFIG when the plugin does
# not work without one), unless there is NO_TESTS.

function(portside_add_plugin name)
  set(exports "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/portside_plugin_exports.map")
  cmake_parse_arguments(PARSE_ARGV 1 arg "INSTALL;NO_TESTS" "OUTPUT_DIRECTORY;CHECK_CONFIG"
    "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "portside_add_plugin(${name}): expected SOURCES file..., optionally "
      "LIBRARIES, OUTPUT_DIRECTORY, CHECK_CONFIG, INSTALL and NO_TESTS; found '${ARGN}'")
  endif()
  if(NOT arg_OUTPUT_DIRECTORY)
    set(arg_OUTPUT_DIRECTORY "${PORTSIDE_PLUGIN_OUTPUT_DIRECTORY}")
  endif()
  add_library(${name} MODULE ${arg_SOURCES})
  target_link_libraries(${name} PRIVATE portside::sdk ${arg_LIBRARIES})
  if(PROJECT_NAME STREQUAL "portside")  # our warnings are not for the plugins of others
    target_link_libraries(${name} PRIVATE portside_flags)
  endif()
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".so"
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  if(arg_OUTPUT_DIRECTORY)
    set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY "${arg_OUTPUT_DIRECTORY}")
  endif()
  # g++ marks some of libstdc++'s symbols "unique", which would pin the library in memory.
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE
    "-Wl,--version-script=${exports}" -Wl,-z,now
    # A host looks which standard library a plugin needs; a plugin that happens to use nothing of it
    # has to name it all the same.
    "-Wl,--push-state,--no-as-needed,-lstdc++,--pop-state")
  if(NOT PORTSIDE_SANITIZE)  # sanitizers leave symbols to the run-time library of the host
    target_link_options(${name} PRIVATE -Wl,-z,defs)
  endif()
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS "${exports}")
  if(arg_INSTALL)
    include(GNUInstallDirs)
    install(TARGETS ${name} LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/portside/plugins")
  endif()
  if(BUILD_TESTING AND NOT arg_NO_TESTS)
    portside_add_plugin_tests(${name} "${arg_CHECK_CONFIG}")
  endif()
endfunction()

function(portside_add_plugin_tests name config)
  add_test(NAME plugin.${name}.exports
    COMMAND "${CMAKE_COMMAND}" "-DNM=${CMAKE_NM}" "-DPLUGIN=$<TARGET_FILE:${name}>"
      -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/portside_check_exports.cmake")
  set(check "$<TARGET_FILE:portside::program>" plugins check "$<TARGET_FILE:${name}>"
    # Whoever can write to the folders above a build is not what this test is about.
    --trust-anchor "${CMAKE_BINARY_DIR}")
  if(config)
    list(APPEND check --config "${config}")
  endif()
  add_test(NAME plugin.${name}.check COMMAND ${check})
endfunction()
