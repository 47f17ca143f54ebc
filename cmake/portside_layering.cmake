# SPDX-License-Identifier: Apache-2.0
#
# Who may include whom. Runs at configure time, as a test, and by hand:
#
#   cmake -DROOT=. -P cmake/portside_layering.cmake
#
# Rooms of src/ may include themselves and the rooms under USES in their CMakeLists.txt, and there are
# no circles. Each third-party library has one room. Public headers know nothing below them.

cmake_minimum_required(VERSION 3.22)

# Library -> the rooms whose files may include it, with | between them ("*" = the .cpp files of all rooms,
# "" = nobody). The first that an include begins with counts. OpenSSL is http's too, for its store of
# certificates.
set(PORTSIDE_LIBRARY_ROOMS
  "boost/dll:loader" "boost/regex:schema" "boost/json:sdk" "boost/:" "openssl/:crypto|http" "spdlog/:log" "sqlite3.h:state"
  "yaml-cpp/:config" "valijson/:schema" "curl/:http" "CLI/:cli" "isa-l:archive" "zstd:archive"
  "archive.h:feeds" "archive_entry.h:feeds"
  "nlohmann/:*")

function(portside_violation)
  set_property(GLOBAL APPEND PROPERTY PORTSIDE_VIOLATIONS "${ARGN}")
endfunction()

# The include targets of a file, without quotes or brackets.
function(portside_includes file result)
  file(STRINGS "${file}" lines REGEX "^[ \t]*#[ \t]*include[ \t]*[<\"]")
  list(TRANSFORM lines REPLACE "^[ \t]*#[ \t]*include[ \t]*[<\"]([^>\"]*)[>\"].*" "\\1")
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()

function(portside_room_uses root room result)
  set(uses "")
  if(EXISTS "${root}/src/${room}/CMakeLists.txt")
    file(READ "${root}/src/${room}/CMakeLists.txt" text)
    if(text MATCHES "USES[ \n]+([a-z_ \n]+)")
      string(REGEX MATCHALL "[a-z_]+" uses "${CMAKE_MATCH_1}")
    endif()
  endif()
  set(${result} "${uses}" PARENT_SCOPE)
endfunction()

# A room that reaches itself through what it uses stands in a circle.
function(portside_check_circles root rooms)
  foreach(room IN LISTS rooms)
    portside_room_uses("${root}" ${room} open)
    set(reached "")
    while(open)
      list(POP_FRONT open next)
      if(NOT next IN_LIST reached)
        list(APPEND reached ${next})
        portside_room_uses("${root}" ${next} more)
        list(APPEND open ${more})
      endif()
    endwhile()
    if(room IN_LIST reached)
      portside_violation("src/${room}: uses itself through other rooms")
    endif()
  endforeach()
endfunction()

function(portside_check_third_party file place room include)
  foreach(rule IN LISTS PORTSIDE_LIBRARY_ROOMS)
    string(REGEX REPLACE ":.*" "" prefix "${rule}")
    string(REGEX REPLACE ".*:" "" home "${rule}")
    string(FIND "${include}" "${prefix}" at)
    if(at EQUAL 0)
      if(home STREQUAL "*")
        if(NOT file MATCHES "\\.cpp$")
          portside_violation("${place}: includes <${include}>, which belongs into .cpp files")
        endif()
      elseif(home STREQUAL "")
        portside_violation("${place}: includes <${include}>, which has no room yet")
      elseif(NOT room MATCHES "^(${home})$")
        portside_violation("${place}: includes <${include}>, which only the room ${home} may")
      endif()
      return()
    endif()
  endforeach()
endfunction()

function(portside_check_rooms root rooms)
  foreach(room IN LISTS rooms)
    portside_room_uses("${root}" ${room} uses)
    file(GLOB files "${root}/src/${room}/*.hpp" "${root}/src/${room}/*.cpp")
    foreach(file IN LISTS files)
      file(RELATIVE_PATH place "${root}" "${file}")
      portside_includes("${file}" includes)
      foreach(include IN LISTS includes)
        string(REGEX REPLACE "/.*" "" target "${include}")
        if(include MATCHES "/" AND target IN_LIST rooms AND NOT target STREQUAL room
            AND NOT target IN_LIST uses AND NOT room MATCHES "^(cli|conformance|probe)$")
          portside_violation("${place}: includes ${include}, but ${room} does not use ${target}")
        endif()
        # The room conformance is a host for tests.
        if(include MATCHES "^portside/testing/" AND NOT room STREQUAL "conformance")
          portside_violation("${place}: includes ${include}, which is for tests")
        endif()
        portside_check_third_party("${file}" "${place}" ${room} "${include}")
      endforeach()
      if(NOT room STREQUAL "cli")
        file(STRINGS "${file}" reads REGEX "getenv[ \t]*\\(")
        if(reads)
          portside_violation("${place}: reads the environment, which only the program may")
        endif()
      endif()
    endforeach()
  endforeach()
endfunction()

# Files below `folder` include only standard headers and what matches `allowed`.
function(portside_check_folder root folder allowed)
  file(GLOB_RECURSE files "${root}/${folder}/*.hpp" "${root}/${folder}/*.cpp")
  foreach(file IN LISTS files)
    file(RELATIVE_PATH place "${root}" "${file}")
    portside_includes("${file}" includes)
    foreach(include IN LISTS includes)
      get_filename_component(own "${file}" DIRECTORY)
      if(include MATCHES "^[a-z_0-9]+$" OR include MATCHES "^(sys/)?[a-z]+\\.h$"
          OR include MATCHES "${allowed}" OR EXISTS "${own}/${include}")
        continue()
      endif()
      portside_violation("${place}: includes ${include}, which ${folder} may not know")
    endforeach()
  endforeach()
endfunction()

function(portside_check_layering root)
  set_property(GLOBAL PROPERTY PORTSIDE_VIOLATIONS "")
  file(GLOB rooms RELATIVE "${root}/src" LIST_DIRECTORIES true "${root}/src/*")
  list(FILTER rooms EXCLUDE REGEX "\\.")
  portside_check_circles("${root}" "${rooms}")
  portside_check_rooms("${root}" "${rooms}")
  portside_check_folder("${root}" include/portside/api "^portside/api/")
  portside_check_folder("${root}" include/portside/sdk "^portside/(api|sdk)/")
  portside_check_folder("${root}" include/portside/host "^portside/(api|host)/")
  portside_check_folder("${root}" include/portside/testing
    "^(portside/(api|sdk|host|testing)|gtest|gmock)/")
  # Each adapter knows itself; offline also the index of advisories, and SQLite for rpm's databases.
  file(GLOB adapters RELATIVE "${root}/adapters" "${root}/adapters/*")
  list(FILTER adapters EXCLUDE REGEX "\\.")
  foreach(adapter IN LISTS adapters)
    set(more "")
    if(adapter STREQUAL "offline")
      set(more "|^advisory/|^sqlite3\\.h$")
    endif()
    portside_check_folder("${root}" adapters/${adapter}
      "^(portside/(api|sdk)|nlohmann|${adapter})/${more}")
  endforeach()
  get_property(violations GLOBAL PROPERTY PORTSIDE_VIOLATIONS)
  if(violations)
    list(JOIN violations "\n  " text)
    message(FATAL_ERROR "The layering is broken:\n  ${text}")
  endif()
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  get_filename_component(ROOT "${ROOT}" ABSOLUTE)
  portside_check_layering("${ROOT}")
  message(STATUS "The layering holds.")
endif()
