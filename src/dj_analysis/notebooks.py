"""Execute the notebooks on the tables of a build and write each as one HTML file that needs no network."""
