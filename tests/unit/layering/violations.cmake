# SPDX-License-Identifier: Apache-2.0
# Makes small trees, each with one violation, and expects the check to name it.
cmake_minimum_required(VERSION 3.22)

# expect(TEXT FILE CONTENT [FILE CONTENT]...): a tree of these files fails with TEXT; "" = passes.
function(expect text)
  file(REMOVE_RECURSE "${WORK}")
  set(files ${ARGN})
  while(files)
    list(POP_FRONT files name content)
    file(WRITE "${WORK}/${name}" "${content}\n")
  endwhile()
  execute_process(COMMAND "${CMAKE_COMMAND}" "-DROOT=${WORK}" -P "${CHECK}"
    RESULT_VARIABLE result ERROR_VARIABLE error OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " error "${error}")
  if(text STREQUAL "" AND NOT result EQUAL 0)
    message(FATAL_ERROR "expected to pass: ${ARGN}\n${error}")
  endif()
  string(FIND "${error}" "${text}" at)
  if(NOT text STREQUAL "" AND (result EQUAL 0 OR at EQUAL -1))
    message(FATAL_ERROR "expected '${text}' for ${ARGN}\n${error}")
  endif()
endfunction()

set(low src/low/CMakeLists.txt "portside_room(low SOURCES a.cpp)")
set(high src/high/CMakeLists.txt "portside_room(high SOURCES b.cpp USES low LIBRARIES x)")

expect("" ${low} ${high} src/high/b.cpp "#include \"low/a.hpp\"" src/low/a.hpp "#include <string>")
expect("includes high/b.hpp, but low does not use high"
  ${low} ${high} src/low/a.cpp "#include \"high/b.hpp\"")
expect("uses itself through other rooms"
  ${high} src/low/CMakeLists.txt "portside_room(low USES high)")
expect("which only the room loader may" ${low} src/low/a.cpp "#include <boost/dll.hpp>")
expect("which only the room archive may" ${low} src/low/a.cpp "#include <isa-l/igzip_lib.h>")
expect("which only the room archive may" ${low} src/low/a.cpp "#include <zstd.h>")
expect("which has no room yet" ${low} src/low/a.cpp "#include <boost/asio.hpp>")
expect("which belongs into .cpp files" ${low} src/low/a.hpp "#include <nlohmann/json.hpp>")
expect("" ${low} src/low/a.cpp "#include <nlohmann/json.hpp>")
expect("which is for tests"
  ${low} src/low/a.cpp "#include \"portside/testing/mock_processor.hpp\"")
expect("" src/conformance/a.cpp "#include \"portside/testing/mock_processor.hpp\""
  ${low} src/conformance/b.cpp "#include \"low/a.hpp\"")
expect("" ${low} src/low/a.cpp "#include \"portside/sdk/throw_if_over.hpp\"")
expect("which only the room sdk may" ${low} src/low/a.cpp "#include <boost/json.hpp>")
expect("reads the environment" ${low} src/low/a.cpp "auto home = std::getenv(\"HOME\")")
expect("include/portside/api may not know"
  include/portside/api/a.hpp "#include \"portside/host/config.hpp\"")
expect("include/portside/api may not know" include/portside/api/a.hpp "#include <nlohmann/json.hpp>")
expect("include/portside/host may not know" include/portside/host/a.hpp "#include <yaml-cpp/yaml.h>")
expect("include/portside/sdk may not know"
  include/portside/sdk/a.hpp "#include \"portside/host/call.hpp\"")
expect("adapters/acme may not know" adapters/acme/adapter.cpp "#include <curl/curl.h>")
expect("adapters/acme may not know" adapters/acme/adapter.cpp "#include \"portside/host/call.hpp\"")
expect("adapters/acme may not know" adapters/acme/adapter.cpp "#include \"advisory/index.hpp\"")
expect("adapters/acme may not know" adapters/acme/adapter.cpp "#include \"offline/config.hpp\"")
expect("" adapters/offline/adapter.cpp "#include \"advisory/index.hpp\"")
expect("" adapters/acme/adapter.cpp "#include \"portside/sdk/scanner_base.hpp\"")
