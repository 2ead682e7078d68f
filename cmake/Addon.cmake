# add_addon(name SOURCES a.cc ... [LIBRARIES target ...])
# One Node-API addon, name.node, in build/<type>/. Only the two Node-API entry symbols are visible.
function(add_addon name)
  cmake_parse_arguments(ADDON "" "" "SOURCES;LIBRARIES" ${ARGN})
  add_library(${name} MODULE ${ADDON_SOURCES} ${CMAKE_JS_SRC})
  set_target_properties(${name} PROPERTIES
    PREFIX "" SUFFIX ".node"
    LIBRARY_OUTPUT_DIRECTORY "${PROJECT_SOURCE_DIR}/build/${CMAKE_BUILD_TYPE}"
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    INSTALL_RPATH_USE_LINK_PATH ON)
  target_include_directories(${name} PRIVATE
    "${PROJECT_SOURCE_DIR}/bindings/src"
    "${PROJECT_SOURCE_DIR}/protocol/include"
    "${PROJECT_SOURCE_DIR}/adapters/common/include"
    "${PROJECT_SOURCE_DIR}/adapters/common/src")
  target_include_directories(${name} SYSTEM PRIVATE ${CMAKE_JS_INC})
  target_compile_definitions(${name} PRIVATE
    NAPI_VERSION=${DISTARRAY_NAPI_VERSION}
    NODE_ADDON_API_CPP_EXCEPTIONS_ALL
    NODE_ADDON_API_DISABLE_DEPRECATED
    NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
    OMPI_SKIP_MPICXX MPICH_SKIP_MPICXX)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Werror)
  target_link_libraries(${name} PRIVATE MPI::MPI_C ${ADDON_LIBRARIES} ${CMAKE_JS_LIB})
endfunction()
