# trilinos_packages(target package ...)
# An INTERFACE target for the given Trilinos packages. Trilinos 13 exports plain library targets without include
# directories and has no <Package>::all_libs; the packages list every library they could need, so the linker keeps
# only those whose symbols are used (loading all of them costs start-up time).
function(trilinos_packages target)
  add_library(${target} INTERFACE)
  foreach(package ${ARGN})
    find_package(${package} CONFIG REQUIRED)
    target_include_directories(${target} SYSTEM INTERFACE ${${package}_INCLUDE_DIRS} ${${package}_TPL_INCLUDE_DIRS})
    target_link_libraries(${target} INTERFACE ${${package}_LIBRARIES})
  endforeach()
  target_link_options(${target} INTERFACE -Wl,--as-needed)
  target_link_libraries(${target} INTERFACE MPI::MPI_C)
endfunction()
