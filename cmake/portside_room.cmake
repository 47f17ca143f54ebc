# SPDX-License-Identifier: Apache-2.0
#
# portside_room(NAME SOURCES file... [USES room...] [LIBRARIES target...])
#
# Declares a room of src/: what it consists of, which other rooms it may know, and the third-party
# library that lives in it. The host library `portside` is made of all rooms. The layering check
# (portside_layering.cmake) holds the rooms' #include lines against USES.
function(portside_room name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES;LIBRARIES")
  set(target portside_${name})
  add_library(${target} OBJECT ${arg_SOURCES})
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>")
  target_link_libraries(${target} PUBLIC portside_api portside_sdk PRIVATE portside_flags ${arg_LIBRARIES})
  if(TARGET portside_pch)
    target_precompile_headers(${target} REUSE_FROM portside_pch)
  endif()
  foreach(room IN LISTS arg_USES)
    target_link_libraries(${target} PUBLIC portside_${room})
  endforeach()
  set_property(GLOBAL APPEND PROPERTY PORTSIDE_ROOMS ${name})
  set_property(GLOBAL APPEND PROPERTY PORTSIDE_ROOM_LIBRARIES ${arg_LIBRARIES})
endfunction()
