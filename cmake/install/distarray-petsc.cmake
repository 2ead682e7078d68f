# Component petsc of distarray. PETSc is found by pkg-config: set PKG_CONFIG_PATH to
# $PETSC_DIR/$PETSC_ARCH/lib/pkgconfig for one that is not installed in the system.
include("${CMAKE_CURRENT_LIST_DIR}/distarray-mpi.cmake")

if(distarray_mpi_FOUND AND NOT TARGET distarray::petsc)
  find_package(PkgConfig QUIET)
  if(PkgConfig_FOUND)
    pkg_check_modules(PETSC QUIET IMPORTED_TARGET PETSc>=3.18)
  endif()
  if(TARGET PkgConfig::PETSC)
    add_library(distarray::petsc INTERFACE IMPORTED)
    target_link_libraries(distarray::petsc INTERFACE distarray::mpi PkgConfig::PETSC)
  else()
    set(distarray_NOT_FOUND_MESSAGE
      "Component petsc of distarray needs PETSc 3.18 or later and its pkg-config file; see PKG_CONFIG_PATH")
  endif()
endif()

set(distarray_petsc_FOUND FALSE)
if(TARGET distarray::petsc)
  set(distarray_petsc_FOUND TRUE)
endif()
