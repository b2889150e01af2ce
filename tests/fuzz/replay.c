/* Runs a fuzz target over the files of its corpus, with any compiler: what a fuzzer once
 * found stays found. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	if (!file) {
		perror(path);
		return 1;
	}
	uint8_t *bytes = malloc(16u << 20);
	size_t size = bytes ? fread(bytes, 1, 16u << 20, file) : 0;
	fclose(file);
	/* a copy of just the size, so that the sanitizer sees every byte read beyond it */
	uint8_t *exact = malloc(size ? size : 1);
	for (size_t i = 0; exact && i < size; i++)
		exact[i] = bytes[i];
	free(bytes);
	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	return 0;
}

int main(int argc, char **argv)
{
	int failed = 0, count = 0;
	struct dirent **names;
	int found = argc == 2 ? scandir(argv[1], &names, NULL, alphasort) : -1;
	if (found < 0) {
		fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
		return 2;
	}
	for (int i = 0; i < found; i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", argv[1], names[i]->d_name);
		if (names[i]->d_name[0] != '.')
			failed |= replay(path), count++;
		free(names[i]);
	}
	free(names);
	printf("%d inputs replayed\n", count);
	return failed || count == 0;
}
