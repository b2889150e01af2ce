"""Runs the functions of a test, each in a folder of its own."""
import os
import tempfile

ENV = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}


def run_tests(names):
    """every function test_… among the names of a module; the exit code"""
    failed = passed = 0
    for name, test in [(n, t) for n, t in names.items() if n.startswith("test_")]:
        with tempfile.TemporaryDirectory() as tmp:
            os.chdir(tmp)
            try:
                test()
                passed += 1
            except AssertionError as error:
                failed += 1
                print(f"{name}: {error}")
            os.chdir("/")
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or not passed)
