# `cmake --install`: the C and C++ headers, a package for find_package(distarray) and a module for pkg-config. Nothing is
# compiled: Node, MPI, PETSc and Trilinos need not be there.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

foreach(room protocol adapters/common adapters/petsc adapters/trilinos)
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/${room}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
endforeach()

set(package_dir "${CMAKE_INSTALL_DATADIR}/cmake/distarray")
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/install/distarrayConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/distarrayConfig.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/distarrayConfigVersion.cmake"
  VERSION "${PROJECT_VERSION}" COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/distarrayConfig.cmake"
  "${PROJECT_BINARY_DIR}/distarrayConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/install/distarray-mpi.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/install/distarray-petsc.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/install/distarray-trilinos.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/Trilinos.cmake"
  DESTINATION "${package_dir}")

# Relative to the file itself, so that the installed tree can be moved.
set(pkgconfig_dir "${CMAKE_INSTALL_DATADIR}/pkgconfig")
file(RELATIVE_PATH DISTARRAY_PREFIX "/${pkgconfig_dir}" "/")
string(REGEX REPLACE "/$" "" DISTARRAY_PREFIX "${DISTARRAY_PREFIX}")
configure_file("${PROJECT_SOURCE_DIR}/cmake/install/distarray.pc.in" "${PROJECT_BINARY_DIR}/distarray.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/distarray.pc" DESTINATION "${pkgconfig_dir}")
