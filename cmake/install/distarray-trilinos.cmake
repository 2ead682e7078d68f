# Component trilinos of distarray. Trilinos is found by its CMake packages: add its prefix to CMAKE_PREFIX_PATH for one
# that is not installed in the system.
include("${CMAKE_CURRENT_LIST_DIR}/distarray-mpi.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/Trilinos.cmake")

if(distarray_mpi_FOUND AND NOT TARGET distarray::trilinos)
  find_package(Tpetra CONFIG QUIET)
  if(Tpetra_FOUND)
    trilinos_libraries(distarray_trilinos_libraries)
    add_library(distarray::trilinos INTERFACE IMPORTED)
    target_link_libraries(distarray::trilinos INTERFACE distarray::mpi distarray_trilinos_libraries)
  else()
    set(distarray_NOT_FOUND_MESSAGE
      "Component trilinos of distarray needs Trilinos with Tpetra, which find_package(Tpetra) does not find")
  endif()
endif()

set(distarray_trilinos_FOUND FALSE)
if(TARGET distarray::trilinos)
  set(distarray_trilinos_FOUND TRUE)
endif()
