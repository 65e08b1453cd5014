"""`python -m policygraph`: the same words as the command."""

from policygraph.cli import main

if __name__ == "__main__":
    main()
