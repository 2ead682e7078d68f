# trilinos_libraries(target)
# An INTERFACE target for the libraries of Trilinos that the adapter's headers use.
# Debian's 13.2 has no <Package>::all_libs, and the CMake packages of Belos and MueLu want the development files of
# every package that could ever be used with them, down to finite elements. So only Tpetra is asked for the place,
# and the libraries are found by name; the linker drops those whose symbols are not used.
function(trilinos_libraries target)
  find_package(Tpetra CONFIG REQUIRED)
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE ${Tpetra_INCLUDE_DIRS})
  foreach(library muelu-adapters muelu-interface muelu ifpack2 amesos2 belostpetra belos xpetra-sup xpetra epetra)
    # Debian's names begin with trilinos_.
    find_library(TRILINOS_${library} NAMES trilinos_${library} ${library} HINTS ${Tpetra_LIBRARY_DIRS} REQUIRED)
    target_link_libraries(${target} INTERFACE ${TRILINOS_${library}})
  endforeach()
  target_link_options(${target} INTERFACE -Wl,--as-needed)
  target_link_libraries(${target} INTERFACE ${Tpetra_LIBRARIES})
endfunction()
