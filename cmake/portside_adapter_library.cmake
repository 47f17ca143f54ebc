# SPDX-License-Identifier: Apache-2.0
#
# portside_adapter_library(NAME SOURCES file... [LIBRARIES target...] [CHECK_CONFIG json])
#
# Declares a plugin that comes with Portside, in a folder of adapters/. It is made of a library, so
# that tests, benchmarks and fuzz targets can have its parts: portside_NAME, of SOURCES and of
# schema.json, whose text becomes portside::NAME::kConfigSchema (declared in config.hpp). Whoever
# links it gets LIBRARIES, too, and includes its headers as "FOLDER/config.hpp". The plugin, target
# NAME, is plugin.cpp and that library; CHECK_CONFIG is that of portside_add_plugin(). A "-" in NAME
# is a "_" in the names of library and namespace.
function(portside_adapter_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "CHECK_CONFIG" "SOURCES;LIBRARIES")
  if(NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "portside_adapter_library(${name}): expected SOURCES file..., optionally "
      "LIBRARIES and CHECK_CONFIG; found '${ARGN}'")
  endif()
  string(REPLACE "-" "_" namespace "${name}")
  get_filename_component(folder "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  file(READ schema.json schema)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS schema.json)
  configure_file("${CMAKE_CURRENT_FUNCTION_LIST_DIR}/portside_adapter_schema.cpp.in" schema.cpp
    @ONLY)

  set(library portside_${namespace})
  add_library(${library} STATIC "${CMAKE_CURRENT_BINARY_DIR}/schema.cpp" ${arg_SOURCES})
  set_target_properties(${library} PROPERTIES
    CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  # As in portside_add_plugin(): what is "unique" would pin the plugin in memory.
  target_compile_options(${library} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_include_directories(${library} PUBLIC "${PROJECT_SOURCE_DIR}/adapters")
  target_link_libraries(${library} PUBLIC portside_sdk ${arg_LIBRARIES}
    PRIVATE portside_flags nlohmann_json::nlohmann_json)
  if(TARGET portside_pch)
    target_precompile_headers(${library} REUSE_FROM portside_pch)
  endif()

  set(install "")
  if(PORTSIDE_INSTALL)  # a project that has Portside inside installs what is its own
    set(install INSTALL)
  endif()
  portside_add_plugin(${name} ${install}
    CHECK_CONFIG "${arg_CHECK_CONFIG}"
    SOURCES plugin.cpp
    LIBRARIES ${library})
  if(BUILD_TESTING)
    add_test(NAME plugin.${name}.constructors
      COMMAND "${CMAKE_COMMAND}" "-DNM=${CMAKE_NM}" "-DFILES=$<TARGET_FILE:${name}>"
        -P "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/portside_check_constructors.cmake")
  endif()
endfunction()
