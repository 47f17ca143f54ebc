# SPDX-License-Identifier: Apache-2.0
#
# The steps of the consumer tests, one a run: cmake -DSTEP=function ... -P steps.cmake
#
# They share a temporary folder outside of the tree, whose path is in the file WHERE:
#
#   prefix/    what was installed, and then moved: nothing in it may know where it was installed
#   NAME/      the build folder of one consumer

cmake_minimum_required(VERSION 3.22)
set(ENV{CCACHE_DISABLE} 1)
unset(ENV{DESTDIR})

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# Runs a command that must succeed (or, with REFUSED before it, fail) and say `expected` somewhere.
function(run_and_expect expected)
  cmake_parse_arguments(PARSE_ARGV 1 arg REFUSED "" "")
  execute_process(COMMAND ${arg_UNPARSED_ARGUMENTS} COMMAND_ECHO STDOUT
    OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE status)
  message(STATUS "${output}")
  if((arg_REFUSED AND status EQUAL 0) OR (NOT arg_REFUSED AND NOT status EQUAL 0))
    message(FATAL_ERROR "it ended with ${status}")
  endif()
  string(REGEX REPLACE "[ \n]+" " " output "${output}")  # CMake wraps its messages
  if(NOT output MATCHES "${expected}")
    message(FATAL_ERROR "it did not say '${expected}'")
  endif()
endfunction()

# configure(SOURCE NAME option...): as somebody does who has nothing but the prefix.
macro(configure_command source name)
  set(command "${CMAKE_COMMAND}" -G "${GENERATOR}" -S "${source}" -B "${work}/${name}"
    "-DCMAKE_PREFIX_PATH=${work}/prefix" -DCMAKE_BUILD_TYPE=None ${ARGN})
  if(COMPILER)
    list(APPEND command "-DCMAKE_CXX_COMPILER=${COMPILER}")
  endif()
endmacro()

function(configure source name)
  configure_command("${source}" "${name}" ${ARGN})
  run(${command})
endfunction()

function(build name)
  run("${CMAKE_COMMAND}" --build "${work}/${name}" ${ARGN})
endfunction()

function(run_tests name)
  run("${CMAKE_CTEST_COMMAND}" --test-dir "${work}/${name}" --output-on-failure --no-tests=error)
endfunction()

function(remove_all)
  if(EXISTS "${WHERE}")
    file(READ "${WHERE}" work)
    file(REMOVE_RECURSE "${work}")
    file(REMOVE "${WHERE}")
  endif()
endfunction()

function(install_prefix)
  remove_all()  # what an interrupted run has left
  execute_process(COMMAND mktemp -d -t portside-consumer-XXXXXX OUTPUT_VARIABLE work
    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  file(WRITE "${WHERE}" "${work}")
  execute_process(
    COMMAND "${CMAKE_COMMAND}" --install "${PORTSIDE_BUILD}" --prefix "${work}/before"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  file(RENAME "${work}/before" "${work}/prefix")

  file(GLOB_RECURSE files "${work}/prefix/*.cmake")
  foreach(file IN LISTS files)
    file(READ "${file}" text)
    foreach(folder "${PORTSIDE_SOURCE}" "${PORTSIDE_BUILD}" "${work}/before")
      string(FIND "${text}" "${folder}" at)
      if(NOT at EQUAL -1)
        message(FATAL_ERROR "${file} names ${folder}")
      endif()
    endforeach()
  endforeach()
endfunction()

function(build_plugin)
  configure("${here}/plugin" plugin-${ID} ${OPTIONS})
  build(plugin-${ID})
  run_tests(plugin-${ID})
  run("${CMAKE_COMMAND}" --install "${work}/plugin-${ID}" --prefix "${work}/plugin-${ID}/prefix")
  file(GLOB installed "${work}/plugin-${ID}/prefix/lib*/portside/plugins/consumer-plugin.so")
  run_and_expect("state available"
    "${work}/prefix/bin/portside" plugins inspect --trust-anchor "${work}" "${installed}")
endfunction()

function(build_host)
  configure("${here}/host" host-${ID} ${OPTIONS})
  build(host-${ID})
endfunction()

function(build_conformance)
  configure("${here}/conformance" conformance-${ID})
  build(conformance-${ID})
  run_and_expect("configure-does-no-io" "${work}/conformance-${ID}/consumer-conformance")
endfunction()

function(run_host)
  run_and_expect("consumer-plugin says: hello, consumer-plugin"
    "${work}/host-${ID}/consumer-host" "${work}/plugin-${PLUGIN_ID}" "${work}")
endfunction()

# A plugin in a project that has the whole source tree inside. Only the plugin is built.
function(build_subproject)
  configure("${here}/subproject" subproject "-DPORTSIDE_SOURCE=${PORTSIDE_SOURCE}")
  build(subproject --target consumer-plugin)
  run("${CMAKE_COMMAND}" --install "${work}/subproject" --prefix "${work}/subproject/prefix")
  file(GLOB installed RELATIVE "${work}/subproject/prefix" "${work}/subproject/prefix/*")
  if(NOT installed MATCHES "^lib[^;]*$")
    message(FATAL_ERROR "expected the plugin alone to be installed; found ${installed}")
  endif()
endfunction()

# What `plugins new` writes builds, and passes its own tests. What a build with sanitizers installs of
# the SDK needs their run-time library, which is that of its compiler: another one can only compile.
function(build_new_plugin)
  set(name new-${KIND}-${ID})
  if(SANITIZE)
    list(APPEND OPTIONS "-DPORTSIDE_SANITIZE=${SANITIZE}")
    if(ID STREQUAL SANITIZED_BY)
      list(APPEND OPTIONS "-DCMAKE_CXX_FLAGS=-fsanitize=${SANITIZE}")
    else()
      list(APPEND OPTIONS -DBUILD_TESTING=OFF)
    endif()
  endif()
  run("${work}/prefix/bin/portside" plugins new acme-${KIND} --kind ${KIND}
    --dir "${work}/${name}-source")
  configure("${work}/${name}-source" ${name} ${OPTIONS})
  build(${name})
  if(NOT SANITIZE OR ID STREQUAL SANITIZED_BY)
    run_tests(${name})
  endif()
endfunction()

function(refuse_wrong_requests)
  configure_command("${here}/refused" refused-version -DREQUEST=0.2)
  run_and_expect("version \"0\\.2\"" REFUSED ${command})
  configure_command("${here}/refused" refused-major -DREQUEST=1)
  run_and_expect("version \"1\"" REFUSED ${command})
  configure_command("${here}/refused" refused-component "-DREQUEST=0.1 COMPONENTS plugins")
  run_and_expect("has no component 'plugins'; expected plugin, host, testing, conformance" REFUSED ${command})
  configure_command("${here}/refused" not-refused "-DREQUEST=0.1 COMPONENTS plugin")
  run(${command})
endfunction()

set(here "${CMAKE_CURRENT_LIST_DIR}")
if(EXISTS "${WHERE}")
  file(READ "${WHERE}" work)
endif()
cmake_language(CALL ${STEP})
