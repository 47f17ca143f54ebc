# SPDX-License-Identifier: Apache-2.0
# Checks one plugin with the program and compares what it says:
#
#   cmake -DPROGRAM=... -DPLUGIN=... -DANCHOR=... [-DCONFIG=...] [-DARGUMENTS=...]
#         "-DEXPECTED=ID=STATUS;..." [-DSAYS=regex] [-DNOTHING_SKIPPED=ON] -P expect.cmake
#
# All checks but the EXPECTED ones have to be passed or skipped; their sentences match SAYS.
set(arguments plugins check "${PLUGIN}" --json --trust-anchor "${ANCHOR}" ${ARGUMENTS})
if(CONFIG)
  list(APPEND arguments --config "${CONFIG}")
endif()
execute_process(COMMAND "${PROGRAM}" ${arguments}
  RESULT_VARIABLE code OUTPUT_VARIABLE output ERROR_VARIABLE error)

string(JSON count ERROR_VARIABLE malformed LENGTH "${output}" checks)
if(malformed)
  message(FATAL_ERROR "expected JSON, found exit code ${code} and:\n${output}\n${error}")
endif()
set(found "")
set(bad OFF)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON id GET "${output}" checks ${i} id)
  string(JSON status GET "${output}" checks ${i} status)
  string(JSON sentence GET "${output}" checks ${i} sentence)
  if((status STREQUAL "passed" AND sentence) OR (NOT status STREQUAL "passed" AND NOT sentence))
    message(SEND_ERROR "${id} is ${status}, and its sentence is '${sentence}'")
  endif()
  if(sentence MATCHES "\n")
    message(SEND_ERROR "${id}: not one line: ${sentence}")
  endif()
  if(status MATCHES "failed|crashed")
    set(bad ON)
  endif()
  if(status MATCHES "failed|crashed|warning" OR (NOTHING_SKIPPED AND status STREQUAL "skipped"))
    list(APPEND found "${id}=${status}")
    if(NOT sentence MATCHES "${SAYS}")
      message(SEND_ERROR "${id}: expected a sentence that matches '${SAYS}'")
    endif()
    message(STATUS "${id}: ${status}: ${sentence}")
  endif()
endforeach()
if(NOT "${found}" STREQUAL "${EXPECTED}")
  message(SEND_ERROR "expected '${EXPECTED}', found '${found}' in:\n${output}")
endif()
if((bad AND NOT code EQUAL 5) OR (NOT bad AND NOT code EQUAL 0))
  message(SEND_ERROR "unexpected exit code ${code}")
endif()
