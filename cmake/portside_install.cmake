# SPDX-License-Identifier: Apache-2.0
#
# What is installed: headers, the host library, the programs, and the CMake package through which
# others find them (portside-config.cmake.in says what a consumer may ask for).
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/portside")

install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/portside" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  FILES_MATCHING PATTERN "*.hpp")

# portside_install_component(NAME target...): the targets, and a file that imports them all.
function(portside_install_component name)
  install(TARGETS ${ARGN} EXPORT portside-${name}
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(EXPORT portside-${name} NAMESPACE portside:: DESTINATION "${package_dir}")
endfunction()

portside_install_component(plugin portside_api portside_sdk)
portside_install_component(testing portside_testing)
portside_install_component(host portside)
portside_install_component(conformance portside_conformance)
portside_install_component(program portside_program)
install(TARGETS portside-probe EXPORT portside-program
  RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/portside")

# What the JSON report looks like, for programs that read it.
install(FILES "${PROJECT_SOURCE_DIR}/src/report/report.schema.json"
  DESTINATION "${CMAKE_INSTALL_DATADIR}/portside")

# Where the program looks for plugins when nobody says.
install(DIRECTORY DESTINATION "${CMAKE_INSTALL_LIBDIR}/portside/plugins")

configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/portside-config.cmake.in"
  "${PROJECT_BINARY_DIR}/package/portside-config.cmake" INSTALL_DESTINATION "${package_dir}"
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# 0.2 may change what 0.1 had.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/portside-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/package/portside-config.cmake"
  "${PROJECT_BINARY_DIR}/package/portside-config-version.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindISAL.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/portside_add_plugin.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/portside_check_exports.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/portside_plugin_exports.map"
  DESTINATION "${package_dir}")
