# SPDX-License-Identifier: Apache-2.0
#
# Nothing that can become part of a plugin runs code when it is loaded, in no build: the check
# no-static-ctors of `portside plugins check` passes over builds with sanitizers, which add constructors
# of their own. Reads the local symbols of plugins, archives or objects:
#
#   cmake -DNM=nm "-DFILES=acme.so;libacme.a" -P portside_check_constructors.cmake
foreach(file IN LISTS FILES)
  execute_process(COMMAND "${NM}" --print-file-name "${file}"
    OUTPUT_VARIABLE symbols ERROR_VARIABLE trouble RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR symbols STREQUAL "")
    message(FATAL_ERROR "${NM} finds nothing in ${file}: ${trouble}")
  endif()
  string(REGEX MATCHALL "[^\n]*_GLOBAL__(sub_)?I_[^\n]*" found "${symbols}")
  list(FILTER found EXCLUDE REGEX "_I_00099_")  # AddressSanitizer's, of g++
  if(found)
    string(REPLACE ";" "\n  " found "${found}")
    message(SEND_ERROR "${file} has static constructors; expected none:\n  ${found}\nwhat follows "
      "_GLOBAL__sub_I_ is a source file, or the first symbol in it: make its static objects constexpr, "
      "or static variables of functions")
  endif()
endforeach()
