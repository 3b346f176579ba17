"""接口 The API: everything that the pages do, for programs, by the same functions and under the same rights."""
