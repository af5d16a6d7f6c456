"""Run the command line with ``python -m dj_analysis``."""

from dj_analysis.cli import main

if __name__ == "__main__":
    main()
