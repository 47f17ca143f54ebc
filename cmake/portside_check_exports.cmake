# SPDX-License-Identifier: Apache-2.0
#
# A plugin exports its descriptor and nothing else. Run by the test plugin.NAME.exports:
#
#   cmake -DNM=nm -DPLUGIN=acme.so -P portside_check_exports.cmake
execute_process(COMMAND "${NM}" -D --defined-only "${PLUGIN}"
  OUTPUT_VARIABLE symbols ERROR_VARIABLE trouble RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${NM} cannot read ${PLUGIN}: ${trouble}")
endif()
string(REGEX REPLACE "[^\n]* ([^ \n]+)\n" "\\1;" names "${symbols}")
list(FILTER names EXCLUDE REGEX "^$")
if(NOT names STREQUAL "portside_plugin_v1")
  message(FATAL_ERROR "${PLUGIN} exports '${names}'; expected portside_plugin_v1 and nothing else: "
    "write PORTSIDE_PLUGIN once, and build with portside_add_plugin()")
endif()
