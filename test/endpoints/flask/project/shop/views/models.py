class Product:
    query = None
